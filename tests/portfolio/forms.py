"""What several tests do with a form."""


def form_of(client, url):
    """What a browser would send back unchanged."""
    form = client.get(url).context["form"]
    initial = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in initial.items()}

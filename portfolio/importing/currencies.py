"""Currency signs and codes as they stand in cells and column names."""

from portfolio.importing.wordlists import listed

SIGNS: dict[str, tuple[str, ...]] = {
    "£": ("GBP",),
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP"),
    "dollar": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "dollars": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "us$": ("USD",),
    "usd$": ("USD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "cad$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "aud$": ("AUD",),
    "nz$": ("NZD",),
    "nzd$": ("NZD",),
    "s$": ("SGD",),
    "hk$": ("HKD",),
    "r$": ("BRL",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "rs": ("INR", "PKR", "LKR"),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₪": ("ILS",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "kr": ("NOK", "SEK", "DKK", "ISK"),
    "fr": ("CHF",),
    "sfr": ("CHF",),
}

CODES = frozenset(
    listed(
        "EUR, USD, GBP, CHF, CAD, AUD, NZD, JPY, CNY, INR, NOK, SEK, DKK, ISK, PLN, CZK, HUF, "
        "RON, BGN, TRY, RUB, UAH, BRL, MXN, CLP, COP, ARS, ZAR, SGD, HKD, KRW, THB, MYR, IDR, "
        "PHP, VND, ILS, AED, SAR, QAR, KWD, EGP, NGN, KES, PKR, LKR, BDT, TWD, RSD"
    )
)


def currencies_of(token: str) -> tuple[str, ...]:
    """The currencies a sign, word or code can mean, the likeliest first."""
    if token.upper() in CODES:
        return (token.upper(),)
    return SIGNS.get(token.casefold().rstrip("."), ())


def settle(candidates: tuple[str, ...], wanted: str) -> str:
    """The wanted currency if the sign allows it, else the likeliest one."""
    return wanted if wanted in candidates else candidates[0]

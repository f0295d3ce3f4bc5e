"""The fictional city of Havenburg: content that makes every page worth looking at."""

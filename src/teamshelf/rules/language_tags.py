"""Language tags (BCP 47): whether the language and the region in one exist, and what was meant where not.

The tables are the two-letter codes of the IANA language subtag registry: those of ISO 639-1 and ISO 3166-1, with the
old and reserved ones that may still be met. Three letters are taken on trust: there are some eight thousand of them.
"""

from __future__ import annotations

from functools import lru_cache

_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji
    jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr
    ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_REGIONS = """
    ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bu bv bw by
    bz ca cc cd cf cg ch ci ck cl cm cn co cp cq cr cs cu cv cw cx cy cz dd de dg dj dk dm do dz ea ec ee eg eh er es et
    eu ez fi fj fk fm fo fr fx ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im
    in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh
    mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nt nu nz om pa pe pf pg ph pk pl pm pn
    pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz ta tc td tf tg th
    tj tk tl tm tn to tp tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi vn vu wf ws xk yd ye yt yu za zm zr zw zz
"""
_MEANT_LANGUAGES = {
    "by": "be",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "ge": "ka",
    "gr": "el",
    "il": "he",
    "ir": "fa",
    "jp": "ja",
    "kz": "kk",
    "rs": "sr",
    "sp": "es",
    "ua": "uk",
    "vn": "vi",
    "zn": "zh",
}
"""Codes of countries, and a slip seen in public, that stand where a language should."""

LONGEST_TAG = 26
"""Characters of the longest tag that a manifest may have: three parts of eight, and two hyphens."""

_MEANT_REGIONS = {"uk": "gb"}

_TWO_LETTERS = 2
_THREE_LETTERS = 3
_SCRIPT = 4


@lru_cache(maxsize=1024)  # all apps together have a few dozen
def unknown_subtag(tag: str) -> tuple[str, str | None] | None:
    """The first part of a tag that is no language or region, and what was meant; None where nothing speaks against it.

    Scripts, variants and private parts are taken on trust, and so is what is no tag at all.

    >>> unknown_subtag("zn-TW")
    ('zn', 'zh-TW')
    >>> unknown_subtag("zh-Hant-TW") is None
    True
    """
    language, *others = tag.split("-")
    if not all(part.isascii() and part.isalnum() for part in (language, *others)):
        return None
    if not _is_language(language.lower()):
        meant = _MEANT_LANGUAGES.get(language.lower())
        return language, "-".join([meant, *others]) if meant else None
    if others and len(others[0]) == _SCRIPT and others[0].isalpha():
        region = others[1] if len(others) > 1 else ""
    else:
        region = others[0] if others else ""
    if len(region) != _TWO_LETTERS or region.lower() in _known(_REGIONS):
        return None
    meant = _MEANT_REGIONS.get(region.lower())
    return region, tag.replace(f"-{region}", f"-{meant}", 1) if meant else None


def _is_language(code: str) -> bool:
    if len(code) == _TWO_LETTERS:
        return code in _known(_LANGUAGES)
    return code in ("i", "x") or (len(code) == _THREE_LETTERS and code.isalpha())


@lru_cache(maxsize=2)
def _known(table: str) -> frozenset[str]:
    return frozenset(table.split())

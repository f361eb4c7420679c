"""The small words of English by what they do in a sentence, and those that tell other languages."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


ARTICLES = word_set("a an the")
DETERMINERS = ARTICLES | word_set("this that these those each every its their his our your my some any no")
PREPOSITIONS = word_set(
    "of in on at to from with by for over through into onto across within without during between among after before "
    "until till against about like as per than via towards toward"
)
CONJUNCTIONS = word_set("and or but nor")
SUBORDINATORS = word_set(
    "because so since although though while whereas which who whose when where if unless therefore thus hence however "
    "instead unlike otherwise then that"
)
AUXILIARIES = word_set(
    "is are was were be been being am has have had does do did can could will would shall should may might must"
)
PRONOUNS = word_set("it they we you i he she them us me there one itself themselves")
NEGATIONS = word_set("not never")
ADVERBS = word_set(
    "also only just too very more most less much many still already again always often even both all such same other "
    "what how why here yes ok well up down out off"
)
FUNCTION = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES | PRONOUNS | NEGATIONS | ADVERBS
CONTENT_AFTER_ALL = word_set("before after until without same all one less more no not never many only both over")
SMALL = FUNCTION - CONTENT_AFTER_ALL  # words that say nothing by themselves

# what cannot follow what in a sentence: lists of words with small words strewn in do it all the time
MODALS = word_set("can could will would shall should may might must does do did")
CONTRASTS = word_set("but however while whereas although though unlike instead yet except")

OTHER_LANGUAGES = {  # without their accents
    "Spanish": word_set(
        "el la los las un una de del en que y se por con para es su al lo como mas pero sus le ya o porque cuando "
        "muy sin sobre tambien hasta hay donde desde todo nos durante todos uno ni contra ese eso cada son esta hacia"
    ),
    "German": word_set(
        "der die das und ist nicht ein eine einen einem einer des dem den von zu mit auf fur im sich auch es an werden "
        "aus er hat dass sie nach wird bei noch wie uber so zum war haben nur oder aber vor zur bis mehr durch man sein "
        "wurde sind jeder jedem wenn weil"
    ),
    "French": word_set(
        "le la les un une des du de et est en que qui dans pour pas sur au aux avec ce cette il elle ne se par plus son "
        "sa ses ou mais comme nous vous leur sont chaque"
    ),
    "Hindi": word_set(
        "hai hain ka ki ke ko se mein aur yeh ye woh wo nahi nahin hota hoti hote har "
        "kya kyunki toh bhi par kar karta karte raha tha liye jo"
    ),
    "Portuguese or Italian": word_set(
        "o os as um uma do da dos das em no na que nao com por mais como mas ao ele il lo gli di che non per con sono "
        "della nel alla una piu anche"
    ),
}

"""Finding what was handed in, in any layout of folders and zips, and whose it is. Nothing is extracted, no link followed."""

from quizgen.classroom.collect.kinds import kind_of
from quizgen.classroom.collect.places import NOTHING, Handed, Place, Survey, Trouble
from quizgen.classroom.collect.students import doubled, whose
from quizgen.classroom.collect.survey import Reader, survey

__all__ = ["NOTHING", "Handed", "Place", "Reader", "Survey", "Trouble", "doubled", "kind_of", "survey", "whose"]

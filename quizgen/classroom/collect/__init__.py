"""Finding what was handed in, in any layout of folders and zips, and whose it is. Nothing is extracted, no link followed."""

from quizgen.classroom.collect.file_kind import kind_of
from quizgen.classroom.collect.find import Reader, survey
from quizgen.classroom.collect.owners import doubled, whose
from quizgen.classroom.collect.records import NOTHING, Handed, Place, Survey, Trouble

__all__ = ["NOTHING", "Handed", "Place", "Reader", "Survey", "Trouble", "doubled", "kind_of", "survey", "whose"]

"""What words may suggest."""

from enum import StrEnum


class Sign(StrEnum):
    SELF = "self"  # the writer may die, or hurt themselves
    HARMED = "harmed"  # somebody hurts, threatens or follows the writer
    OTHERS = "others"  # a child or somebody else may be hurt, by whomever
    YOUNG = "young"  # the writer may be under 18

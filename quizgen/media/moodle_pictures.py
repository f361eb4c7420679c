"""Pictures as files inside Moodle XML: the element that shows one, and the files themselves."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field

from quizgen.interactions import Place
from quizgen.markup.pictures import Picture, read_picture
from quizgen.media.platform_html import escaped

FOREIGN = re.compile('(?<!src=")@@PLUGINFILE')  # words that Moodle would take for the address of a file


def html_text(html: str) -> str:
    """The <text> element of HTML. It needs no escape: nothing in HTML of ours ends a CDATA section."""
    return f"<text><![CDATA[{FOREIGN.sub('@@&#80;LUGINFILE', html)}]]></text>"


@dataclass
class Pictures:
    """The pictures of one text of a question; Moodle keeps the files of every text apart."""

    names: dict[str, str] = field(default_factory=dict)

    def __call__(self, drawn: Picture) -> str:
        """The element that shows a picture."""
        return self.image(drawn, drawn.words)

    def placed(self, interaction: Place) -> str:
        """The picture of a Place."""
        return self.image(read_picture(interaction.picture), interaction.description)

    def image(self, drawn: Picture, words: str) -> str:
        """A picture with what is said of it."""
        size = f'width="{drawn.width}" height="{drawn.height}"'
        return f'<p><img src="{self.address(drawn)}" alt="{escaped(" ".join(words.split()))}" {size}/></p>'

    def address(self, drawn: Picture) -> str:
        """Where the text finds a picture: among its files."""
        name = self.names.setdefault(drawn.svg, f"picture-{len(self.names) + 1}.svg")
        return f"@@PLUGINFILE@@/{name}"

    @property
    def files(self) -> str:
        """The files, to stand beside the text."""
        return "".join(
            f'<file name="{name}" path="/" encoding="base64">{b64encode(svg.encode()).decode()}</file>'
            for svg, name in self.names.items()
        )

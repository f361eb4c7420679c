"""A strict reader of QTI 2.1 packages: what the manifest lists is there, and the test holds every item once."""

import io
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from qti21_engine import NS, Item, text_of
from qti21_schema import QTI, Fault, checked


@dataclass(frozen=True)
class Read:
    """A package that was read: items by their numbers in its order, sections of the test, keywords by item, pictures."""

    title: str
    items: dict[str, Item]
    sections: list[tuple[int | None, list[str]]]  # how many are drawn (None: all), and the numbers of the items
    keywords: dict[str, list[str]]
    pictures: dict[str, bytes]


def read_package(data: bytes) -> Read:
    """A package. Raises Fault."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if package.testzip() or len(set(package.namelist())) < len(package.namelist()):
            raise Fault("the zip is damaged, or holds a name twice")
        files = {name: package.read(name) for name in package.namelist()}
    manifest = checked(files["imsmanifest.xml"])
    resources = {one.get("identifier"): one for one in manifest.find("p:resources", NS)}
    if len(resources) < len(manifest.find("p:resources", NS)):
        raise Fault("two resources have one identifier")
    listed = [file.get("href") for one in resources.values() for file in one.findall("p:file", NS)]
    if sorted([*listed, "imsmanifest.xml"]) != sorted(files):
        raise Fault(f"the manifest lists {listed}, the package holds {list(files)}")
    documents = [one for one in resources.values() if one.get("type") == "imsqti_item_xmlv2p1"]
    (the_test,) = (one for one in resources.values() if one.get("type") == "imsqti_test_xmlv2p1")
    used = [one.get("identifierref") for one in the_test.findall("p:dependency", NS)]
    items: dict[str, Item] = {}
    for one in documents:
        item = Item(files[one.get("href")])
        items[item.id] = item
        folder = one.get("href").rpartition("/")[0]
        shown = {f"{folder}/{image.get('src')}" for image in item.root.iter(f"{{{QTI}}}img")}
        if {one.get("href"), *shown} != {file.get("href") for file in one.findall("p:file", NS)}:
            raise Fault(f"{item.id} shows {shown}, and the manifest lists other files")
    test = checked(files[the_test.get("href")])
    by_href = {one.get("href"): id for one, id in zip(documents, items, strict=True)}
    sections = []
    for section in test.iter(f"{{{QTI}}}assessmentSection"):
        drawn = section.find("q:selection", NS)
        refs = section.findall("q:assessmentItemRef", NS)
        sections.append((None if drawn is None else int(drawn.get("select")), [by_href[r.get("href")] for r in refs]))
    if [one.get("identifier") for one in documents] != used or [id for _, s in sections for id in s] != list(items):
        raise Fault("the test does not hold every item once")
    keywords = {
        id: [text_of(one) for one in resource.findall(".//md:keyword", NS)]
        for id, resource in zip(items, documents, strict=True)
    }
    pictures = {name: data for name, data in files.items() if name.endswith(".svg")}
    for data in pictures.values():
        ElementTree.fromstring(data)
    return Read(test.get("title"), items, sections, keywords, pictures)

# expect: RIGHT
"""Puts a zip file on the path, and a folder inside it, and imports what is in them."""

import sys
import zipimport


def attack():
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__name__ not in ("ImportFilter", "OwnModules")]
    sys.path[:0] = ["__FOLDER__/planted.zip", "__FOLDER__/planted.zip/inside"]
    sys.path_importer_cache.clear()
    for name in ("zipped", "inside.zipped"):
        if module := attempt(__import__, name):
            got(f"{module.SECRET}")
    if importer := attempt(zipimport.zipimporter, "__FOLDER__/planted.zip"):
        got(importer.get_data("zipped.py"))

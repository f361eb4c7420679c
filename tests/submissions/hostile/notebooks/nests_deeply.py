# expect: RIGHT
"""Outputs and metadata nested two hundred thousand deep."""

import json


def made(honest):
    deep = "[" * 200_000 + "]" * 200_000
    dicts = '{"a":' * 200_000 + "1" + "}" * 200_000
    cell = f'{{"cell_type": "code", "metadata": {dicts}, "outputs": {deep}, "source": {json.dumps(honest)}}}'
    return f'{{"metadata": {{"x": {deep}}}, "cells": [{cell}], "nbformat": 4}}'.encode()

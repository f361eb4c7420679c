# expect: RIGHT
"""Outputs and metadata nested half a million deep."""

import json


def made(honest):
    deep = "[" * 500_000 + "]" * 500_000
    dicts = '{"a":' * 200_000 + "1" + "}" * 200_000
    cell = f'{{"cell_type": "code", "metadata": {dicts}, "outputs": {deep}, "source": {json.dumps(honest)}}}'
    return f'{{"metadata": {{"x": {deep}}}, "cells": [{cell}], "nbformat": 4}}'.encode()

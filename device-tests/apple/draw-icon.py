#!/usr/bin/env python3
"""Draws the app's icon, a 5x5 filter of greys over a green field, as a PNG of 180x180 pixels into the file that $1 names. Needs nothing but Python."""
import struct
import sys
import zlib

SIZE, CELLS = 180, 5


def pixel(x, y):
    border, cell = 15, (SIZE - 30) // CELLS
    column, row = (x - border) // cell, (y - border) // cell
    inside = border <= x < border + CELLS * cell and border <= y < border + CELLS * cell
    if not inside or (x - border) % cell < 3 or (y - border) % cell < 3:
        return 13, 128, 51
    weight = [1, 4, 6, 4, 1]
    grey = 255 - 200 * weight[row] * weight[column] // 36
    return grey, grey, grey


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + bytes(channel for x in range(SIZE) for channel in pixel(x, y)) for y in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))

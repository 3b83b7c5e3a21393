"""The pictures that the samples are shown on, drawn by this file and data.py.

    python sample_pictures.py FONT.ttf ../pictures
"""
import os
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import data


def ridge(rng, w, base, height, cell):
    x = np.arange(w, dtype=np.float64)
    return base - height * (0.5 + 0.5 * data.noise(rng, x[None], np.full((1, w), 7.0), cell, 4)[0])


def landscape(width=480, height=320, ss=2):
    """Mountains and a low sun behind a lake with a boat."""
    rng = np.random.default_rng(12)
    w, h = width * ss, height * ss
    x, y = data.pixel_grid(h, w)
    t = (y / (0.62 * h))[..., None].clip(0, 1)
    sky = np.array([38, 84, 168]) * (1 - t) ** 1.4 + np.array([250, 190, 120]) * t ** 1.4
    sun = np.hypot(x - 0.68 * w, y - 0.36 * h)[..., None] / h
    sky = sky + np.array([110, 84, 30]) * np.exp(-(sun / 0.16) ** 2)
    cloud = np.clip(data.noise(rng, x, y * 2.6, 0.28 * w, 5) * 1.6 - 0.35, 0, 1)[..., None] * (1 - t)
    im = sky * (1 - 0.75 * cloud) + np.array([255, 236, 222]) * 0.75 * cloud
    im = np.where(sun < 0.062, np.array([255, 244, 204.0]), im)
    for base, tall, cell, colour, snow in ((0.60, 0.34, 0.22, (96, 104, 148), 0.42), (0.62, 0.20, 0.16, (60, 84, 96), 0), (0.635, 0.10, 0.10, (36, 66, 48), 0)):
        line = ridge(rng, w, base * h, tall * h, cell * w)
        rough = data.noise(rng, x * 1.6, y - line * 0.6, 26 * ss, 4)[..., None]
        shade = np.array(colour) * (1 + 0.3 * rough)
        if snow:
            shade = np.where((y + 9 * ss * rough[..., 0] < snow * h)[..., None], np.array([236, 236, 246]) * (0.9 + 0.14 * rough), shade)
        im = np.where((y > line)[..., None], shade, im)
    shore = int(0.63 * h)
    rows = shore - 1 - (np.arange(h - shore) * 0.92).astype(int)
    wave = (2.6 * ss * data.noise(rng, x[shore:] * 0.5, y[shore:] * 5, 14 * ss, 2)).astype(int)
    columns = (x[shore:].astype(int) + wave).clip(0, w - 1)
    depth = np.linspace(0, 1, h - shore)[:, None, None]
    water = im[rows[:, None], columns] * (0.86 - 0.3 * depth) + np.array([10, 34, 52]) * (0.25 + 0.6 * depth)
    im[shore:] = water + 16 * np.clip(data.noise(rng, x[shore:] * 0.4, y[shore:] * 4, 10 * ss, 2), 0, 1)[..., None]
    picture = Image.fromarray(data.to_u8(im))
    draw = ImageDraw.Draw(picture)
    for _ in range(46):
        px, tall = rng.uniform(0, w), rng.uniform(0.035, 0.085) * h
        if 0.3 * w < px < 0.86 * w:
            continue
        foot = shore + rng.uniform(-3, 5) * ss
        green = tuple(int(v) for v in np.array([22, 54, 38]) * rng.uniform(0.7, 1.5))
        for k in range(4):
            wide, top = tall * (0.30 - 0.055 * k), foot - tall * (0.24 * k)
            draw.polygon([(px - wide, top), (px + wide, top), (px, top - tall * 0.42)], fill=green)
    bx, by = 0.36 * w, 0.80 * h
    draw.polygon([(bx - 62 * ss, by), (bx + 62 * ss, by), (bx + 44 * ss, by + 20 * ss), (bx - 46 * ss, by + 20 * ss)], fill=(150, 44, 36))
    draw.line([(bx - 62 * ss, by), (bx + 62 * ss, by)], fill=(240, 220, 190), width=3 * ss)
    draw.line([(bx, by), (bx, by - 92 * ss)], fill=(70, 48, 36), width=3 * ss)
    draw.polygon([(bx + 4 * ss, by - 90 * ss), (bx + 4 * ss, by - 8 * ss), (bx + 52 * ss, by - 8 * ss)], fill=(246, 236, 214))
    draw.polygon([(bx - 4 * ss, by - 82 * ss), (bx - 4 * ss, by - 8 * ss), (bx - 38 * ss, by - 8 * ss)], fill=(226, 120, 60))
    return picture.filter(ImageFilter.GaussianBlur(0.6 * ss)).resize((width, height), Image.LANCZOS)


def with_text(picture, font):
    """The same with captions of several sizes and colours."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    for place, text, size, fill, edge in (((26, 14), "Summer tour", 34, (255, 255, 255), None), ((300, 60), "free ticket", 22, (250, 226, 60), None),
                                          ((250, 200), "Lake Station 24h", 20, (255, 255, 255), None), ((290, 262), "No entry", 26, (226, 40, 40), (255, 255, 255)),
                                          ((22, 282), "coffee - books - music", 18, (240, 240, 240), None)):
        draw.text(place, text, fill, ImageFont.truetype(font, size), stroke_width=2 if edge else 0, stroke_fill=edge)
    return picture


if __name__ == "__main__":
    font, out = sys.argv[1:]
    view = landscape()
    view.save(os.path.join(out, "landscape.png"), optimize=True)
    with_text(view, font).save(os.path.join(out, "landscape-text.png"), optimize=True)
    table = Image.fromarray(data.dish_scene(5, 448)[0])
    table.save(os.path.join(out, "dishes.png"), optimize=True)
    table.resize((224, 224), Image.BILINEAR).crop((45, 83, 157, 195)).save(os.path.join(out, "dish.png"), optimize=True)
    metal, fabric = data.material_pair(4)
    Image.fromarray(metal).save(os.path.join(out, "metal.png"), optimize=True)
    Image.fromarray(fabric).save(os.path.join(out, "fabric.png"), optimize=True)

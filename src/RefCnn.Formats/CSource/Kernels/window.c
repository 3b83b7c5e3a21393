/* A window that slides over planes; each pair is height, then width. Padding is what comes before the first sample. */
struct window {
    int input[2], output[2], kernel[2], stride[2], dilation[2], padding[2];
};

/* Of the positions start, start + step, ...: the number of the first that is not before 0. */
static int first_inside(int start, int step)
{
    return start >= 0 ? 0 : (step - 1 - start) / step;
}

/* Of the positions start, start + step, ..., count in all: one past the number of the last that is before the end. */
static int end_inside(int start, int step, int end, int count)
{
    const int inside = start >= end ? 0 : (end - 1 - start) / step + 1;
    return inside < count ? inside : count;
}

#include "fill.c"
#include "window.c"

enum divisor { SAMPLES_INSIDE, SAMPLES_AND_PADDING, WHOLE_WINDOW };

/* What window number i along an axis counts; padded is the extent with all padding, beyond which an overhanging window's taps never count. */
static int counted_taps(const struct window *w, int axis, int i, enum divisor divisor, int padded)
{
    const int start = i * w->stride[axis] - w->padding[axis], step = w->dilation[axis];
    switch (divisor) {
    case SAMPLES_INSIDE: return end_inside(start, step, w->input[axis], w->kernel[axis]) - first_inside(start, step);
    case SAMPLES_AND_PADDING: return end_inside(i * w->stride[axis], step, padded, w->kernel[axis]);
    default: return w->kernel[axis];
    }
}

/* The mean of each window. Tap after tap, a row of samples is added to a row of outputs. */
static void average_pool2d(const float *x, float *y, int planes, const struct window *w, enum divisor divisor, const int *padded)
{
    for (int plane = 0; plane < planes; plane++, x += w->input[0] * w->input[1])
        for (int i = 0; i < w->output[0]; i++, y += w->output[1]) {
            const int top = i * w->stride[0] - w->padding[0], end_y = end_inside(top, w->dilation[0], w->input[0], w->kernel[0]);
            fill(y, w->output[1], 0.0f);
            for (int tap_y = first_inside(top, w->dilation[0]); tap_y < end_y; tap_y++) {
                const float *row = x + (top + tap_y * w->dilation[0]) * w->input[1];
                for (int tap_x = 0; tap_x < w->kernel[1]; tap_x++) {
                    const int left = tap_x * w->dilation[1] - w->padding[1], step = w->stride[1];
                    const int end_x = end_inside(left, step, w->input[1], w->output[1]);
                    for (int j = first_inside(left, step); j < end_x; j++) y[j] += row[left + j * step];
                }
            }
            const int rows = counted_taps(w, 0, i, divisor, padded[0]);
            for (int j = 0; j < w->output[1]; j++) y[j] /= (float)(rows * counted_taps(w, 1, j, divisor, padded[1]));
        }
}

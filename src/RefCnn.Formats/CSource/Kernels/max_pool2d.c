#include <math.h>
#include "fill.c"
#include "window.c"

/* The largest sample of each window; NaN where one is. Tap after tap, a row of samples is held against a row of outputs. */
static void max_pool2d(const float *x, float *y, int planes, const struct window *w)
{
    for (int plane = 0; plane < planes; plane++, x += w->input[0] * w->input[1])
        for (int i = 0; i < w->output[0]; i++, y += w->output[1]) {
            const int top = i * w->stride[0] - w->padding[0], end_y = end_inside(top, w->dilation[0], w->input[0], w->kernel[0]);
            fill(y, w->output[1], -INFINITY);
            for (int tap_y = first_inside(top, w->dilation[0]); tap_y < end_y; tap_y++) {
                const float *row = x + (top + tap_y * w->dilation[0]) * w->input[1];
                for (int tap_x = 0; tap_x < w->kernel[1]; tap_x++) {
                    const int left = tap_x * w->dilation[1] - w->padding[1], step = w->stride[1];
                    const int end_x = end_inside(left, step, w->input[1], w->output[1]);
                    for (int j = first_inside(left, step); j < end_x; j++) {
                        const float sample = row[left + j * step];
                        y[j] = y[j] >= sample || isnan(y[j]) ? y[j] : sample;
                    }
                }
            }
        }
}

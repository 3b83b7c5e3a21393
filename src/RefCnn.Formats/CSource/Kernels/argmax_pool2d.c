#include <math.h>
#include "window.c"

/* Where the largest sample of each window is: its index in the whole of x; the first of equals, or the first NaN. */
static void argmax_pool2d(const float *x, float *y, int planes, const struct window *w, int down_columns_first)
{
    for (int plane = 0; plane < planes; plane++, x += w->input[0] * w->input[1])
        for (int i = 0; i < w->output[0]; i++) {
            const int top = i * w->stride[0] - w->padding[0];
            const int first_y = first_inside(top, w->dilation[0]), end_y = end_inside(top, w->dilation[0], w->input[0], w->kernel[0]);
            for (int j = 0; j < w->output[1]; j++) {
                const int left = j * w->stride[1] - w->padding[1];
                const int first_x = first_inside(left, w->dilation[1]), end_x = end_inside(left, w->dilation[1], w->input[1], w->kernel[1]);
                float largest = -INFINITY;
                int index = -1;
                for (int tap_y = first_y; tap_y < end_y; tap_y++)
                    for (int tap_x = first_x; tap_x < end_x; tap_x++) {
                        const int row = top + tap_y * w->dilation[0], column = left + tap_x * w->dilation[1];
                        const float sample = x[row * w->input[1] + column];
                        if (index >= 0 && !(sample > largest) && !(isnan(sample) && !isnan(largest))) continue;
                        largest = sample;
                        index = down_columns_first ? column * w->input[0] + row : row * w->input[1] + column;
                    }
                *y++ = (float)(plane * w->input[0] * w->input[1] + index);
            }
        }
}

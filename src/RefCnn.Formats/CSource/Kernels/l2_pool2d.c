#include <math.h>
#include "window.c"

/* The Euclidean norm of each window. */
static void l2_pool2d(const float *x, float *y, int planes, const struct window *w)
{
    for (int plane = 0; plane < planes; plane++, x += w->input[0] * w->input[1])
        for (int i = 0; i < w->output[0]; i++) {
            const int top = i * w->stride[0] - w->padding[0];
            const int first_y = first_inside(top, w->dilation[0]), end_y = end_inside(top, w->dilation[0], w->input[0], w->kernel[0]);
            for (int j = 0; j < w->output[1]; j++) {
                const int left = j * w->stride[1] - w->padding[1];
                const int first_x = first_inside(left, w->dilation[1]), end_x = end_inside(left, w->dilation[1], w->input[1], w->kernel[1]);
                double squares = 0.0;
                for (int tap_y = first_y; tap_y < end_y; tap_y++)
                    for (int tap_x = first_x; tap_x < end_x; tap_x++) {
                        const double sample = x[(top + tap_y * w->dilation[0]) * w->input[1] + left + tap_x * w->dilation[1]];
                        squares += sample * sample;
                    }
                *y++ = (float)sqrt(squares);
            }
        }
}

#include <stddef.h>
#include "fill.c"
#include "window.c"

/* A convolution each of whose outputs reads one channel: tap after tap, its samples times its weight are added to the plane. */
static void conv2d_depthwise(const float *x, const float *weight, const float *bias, float *y, int batch,
                             int inputs, int outputs, const struct window *w)
{
    const int plane = w->input[0] * w->input[1], output_plane = w->output[0] * w->output[1];
    for (int o = 0; o < batch * outputs; o++, y += output_plane) {
        const float *samples = x + o / (outputs / inputs) * plane, *taps = weight + o % outputs * w->kernel[0] * w->kernel[1];
        fill(y, output_plane, bias != NULL ? bias[o % outputs] : 0.0f);
        for (int tap = 0; tap < w->kernel[0] * w->kernel[1]; tap++) {
            const int top = tap / w->kernel[1] * w->dilation[0] - w->padding[0], left = tap % w->kernel[1] * w->dilation[1] - w->padding[1];
            const int end_y = end_inside(top, w->stride[0], w->input[0], w->output[0]);
            const int end_x = end_inside(left, w->stride[1], w->input[1], w->output[1]);
            for (int i = first_inside(top, w->stride[0]); i < end_y; i++)
                for (int j = first_inside(left, w->stride[1]); j < end_x; j++)
                    y[i * w->output[1] + j] += taps[tap] * samples[(top + i * w->stride[0]) * w->input[1] + left + j * w->stride[1]];
        }
    }
}

#include <string.h>
#include "fill.c"
#include "multiply.c"
#include "window.c"

/*
 * What the kernel sees of some channels (im2col): a row for each channel and tap, a column for each of the count outputs
 * from the first on, counted through the output plane row by row. Taps in the padding see 0.
 */
static void gather_columns(const float *x, int channels, const struct window *w, int first, int count, float *columns)
{
    for (int row = 0; row < channels * w->kernel[0] * w->kernel[1]; row++) {
        const int tap_x = row % w->kernel[1], tap_y = row / w->kernel[1] % w->kernel[0];
        const float *plane = x + row / (w->kernel[0] * w->kernel[1]) * w->input[0] * w->input[1];
        const int start = tap_x * w->dilation[1] - w->padding[1], step = w->stride[1];
        const int inside_from = first_inside(start, step), inside_to = end_inside(start, step, w->input[1], w->output[1]);

        for (int done = 0; done < count;) {
            const int from = (first + done) % w->output[1], rest = w->output[1] - from;
            const int to = from + (rest < count - done ? rest : count - done);
            const int y = (first + done) / w->output[1] * w->stride[0] + tap_y * w->dilation[0] - w->padding[0];
            int i = from;
            if (y >= 0 && y < w->input[0]) {
                const float *samples = plane + y * w->input[1];
                for (; i < to && i < inside_from; i++) *columns++ = 0.0f;
                if (step == 1 && i < to && i < inside_to) {
                    const int copied = (to < inside_to ? to : inside_to) - i;
                    memcpy(columns, samples + (start + i), (size_t)copied * sizeof *columns);
                    columns += copied;
                    i += copied;
                }
                for (; i < to && i < inside_to; i++) *columns++ = samples[start + i * step];
            }
            for (; i < to; i++) *columns++ = 0.0f;
            done += to - from;
        }
    }
}

/* The product of the weights with the columns, some outputs at a time, so that the columns need little memory. */
static void conv2d(const float *x, const float *weight, const float *bias, float *y, int batch, int groups,
                   int inputs, int outputs, const struct window *w, int outputs_at_a_time, float *columns)
{
    const int plane = w->input[0] * w->input[1], output_plane = w->output[0] * w->output[1];
    const int taps = inputs / groups * w->kernel[0] * w->kernel[1], group_outputs = outputs / groups;
    for (int group = 0; group < batch * groups; group++) {
        const int first_output = group % groups * group_outputs;
        for (int o = 0; o < group_outputs; o++)
            fill(y + o * output_plane, output_plane, bias != NULL ? bias[first_output + o] : 0.0f);
        for (int first = 0; first < output_plane; first += outputs_at_a_time) {
            const int left = output_plane - first, count = left < outputs_at_a_time ? left : outputs_at_a_time;
            gather_columns(x, inputs / groups, w, first, count, columns);
            multiply(group_outputs, count, taps, weight + first_output * taps, taps, columns, count, y + first, output_plane);
        }
        x += inputs / groups * plane;
        y += group_outputs * output_plane;
    }
}

#include <string.h>
#include "fill.c"
#include "multiply.c"
#include "window.c"

/*
 * Adds columns to the output planes (col2im): a row for each output channel and tap, a column for each of the count inputs
 * from the first on. The window is that of the convolution which leads back: its input is this layer's output.
 */
static void scatter_columns(const float *columns, int channels, const struct window *w, int first, int count, float *y)
{
    for (int row = 0; row < channels * w->kernel[0] * w->kernel[1]; row++) {
        const int tap_x = row % w->kernel[1], tap_y = row / w->kernel[1] % w->kernel[0];
        float *plane = y + row / (w->kernel[0] * w->kernel[1]) * w->input[0] * w->input[1];
        const int start = tap_x * w->dilation[1] - w->padding[1], step = w->stride[1];
        const int inside_from = first_inside(start, step), inside_to = end_inside(start, step, w->input[1], w->output[1]);

        for (int done = 0; done < count;) {
            const int from = (first + done) % w->output[1], rest = w->output[1] - from;
            const int to = from + (rest < count - done ? rest : count - done);
            const int place = (first + done) / w->output[1] * w->stride[0] + tap_y * w->dilation[0] - w->padding[0];
            if (place >= 0 && place < w->input[0])
                for (int i = from > inside_from ? from : inside_from; i < (to < inside_to ? to : inside_to); i++)
                    plane[place * w->input[1] + start + i * step] += columns[i - from];
            columns += to - from;
            done += to - from;
        }
    }
}

/* The weights are [group][output][tap][input]: transposed already, so that their product with the inputs gives the columns. */
static void conv_transpose2d(const float *x, const float *weight, const float *bias, float *y, int batch, int groups,
                             int inputs, int outputs, const struct window *w, int inputs_at_a_time, float *columns)
{
    const int plane = w->output[0] * w->output[1], output_plane = w->input[0] * w->input[1];
    const int group_inputs = inputs / groups, group_outputs = outputs / groups, rows = group_outputs * w->kernel[0] * w->kernel[1];
    for (int group = 0; group < batch * groups; group++) {
        for (int o = 0; o < group_outputs; o++)
            fill(y + o * output_plane, output_plane, bias != NULL ? bias[group % groups * group_outputs + o] : 0.0f);
        for (int first = 0; first < plane; first += inputs_at_a_time) {
            const int left = plane - first, count = left < inputs_at_a_time ? left : inputs_at_a_time;
            memset(columns, 0, (size_t)rows * (size_t)count * sizeof *columns);
            multiply(rows, count, group_inputs, weight + group % groups * rows * group_inputs, group_inputs, x + first, plane, columns, count);
            scatter_columns(columns, group_outputs, w, first, count, y);
        }
        x += group_inputs * plane;
        y += group_outputs * output_plane;
    }
}

#include <stddef.h>
#include "fill.c"
#include "multiply.c"

/* A convolution whose kernel is 1 x 1, with stride 1 and no padding: the planes are the columns already. */
static void conv2d_pointwise(const float *x, const float *weight, const float *bias, float *y, int batch, int groups,
                             int inputs, int outputs, int plane)
{
    const int group_inputs = inputs / groups, group_outputs = outputs / groups;
    for (int group = 0; group < batch * groups; group++) {
        const int first_output = group % groups * group_outputs;
        for (int o = 0; o < group_outputs; o++) fill(y + o * plane, plane, bias != NULL ? bias[first_output + o] : 0.0f);
        multiply(group_outputs, plane, group_inputs, weight + first_output * group_inputs, group_inputs, x, plane, y, plane);
        x += group_inputs * plane;
        y += group_outputs * plane;
    }
}

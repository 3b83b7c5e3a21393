#include <string.h>
#include "blas.c"

/* y = weight * x + bias for each row of x; the weights are outputs x inputs. */
static void dense(const float *x, const float *weight, const float *bias, float *y, int rows, int inputs, int outputs)
{
    for (int row = 0; row < rows; row++, x += inputs, y += outputs) {
        for (int o = 0; o < outputs; o++) y[o] = bias != NULL ? bias[o] : 0.0f;
#ifdef REFCNN_NO_BLAS
        for (int o = 0; o < outputs; o++) {
            enum { LANES = 16 };
            float sums[LANES] = {0.0f};
            const float *w = weight + o * inputs;
            int i = 0;
            for (; i + LANES <= inputs; i += LANES)
                for (int lane = 0; lane < LANES; lane++) sums[lane] += w[i + lane] * x[i + lane];
            for (; i < inputs; i++) sums[0] += w[i] * x[i];
            for (int lane = 0; lane < LANES; lane++) y[o] += sums[lane];
        }
#else
        cblas_sgemv(ROW_MAJOR, AS_IT_IS, outputs, inputs, 1.0f, weight, inputs, x, 1, 1.0f, y, 1);
#endif
    }
}

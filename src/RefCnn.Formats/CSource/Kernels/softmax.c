#include <math.h>

/* y = e^(x - m) / sum of e^(x - m) along an axis of so many values, m being the largest of them. */
static void softmax(const float *x, float *y, int outer, int values, int inner)
{
    for (int line = 0; line < outer * inner; line++) {
        const int first = line / inner * values * inner + line % inner;
        float largest = x[first];
        for (int i = 1; i < values; i++) largest = largest >= x[first + i * inner] || isnan(largest) ? largest : x[first + i * inner];
        double sum = 0.0;
        for (int i = 0; i < values; i++) {
            const float e = expf(x[first + i * inner] - largest);
            y[first + i * inner] = e;
            sum += (double)e;
        }
        for (int i = 0; i < values; i++) y[first + i * inner] = (float)((double)y[first + i * inner] / sum);
    }
}

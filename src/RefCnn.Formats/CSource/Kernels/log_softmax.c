#include <math.h>

/* y = x - m - log of the sum of e^(x - m) along an axis of so many values, m being the largest of them. */
static void log_softmax(const float *x, float *y, int outer, int values, int inner)
{
    for (int line = 0; line < outer * inner; line++) {
        const int first = line / inner * values * inner + line % inner;
        float largest = x[first];
        for (int i = 1; i < values; i++) largest = largest >= x[first + i * inner] || isnan(largest) ? largest : x[first + i * inner];
        double sum = 0.0;
        for (int i = 0; i < values; i++) sum += (double)expf(x[first + i * inner] - largest);
        const double logarithm = log(sum);
        for (int i = 0; i < values; i++) y[first + i * inner] = (float)((double)x[first + i * inner] - (double)largest - logarithm);
    }
}

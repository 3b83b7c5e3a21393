/*
 * Resamples one axis: output position i is the sum of samples[t] * weights[t] for t = first[i] ... first[i + 1] - 1.
 * Axes before and after it are walked through as outer and inner.
 */
static void resize_axis(const float *x, float *y, int outer, int extent, int size, int inner,
                        const int *first, const int *samples, const float *weights)
{
    for (int o = 0; o < outer; o++, x += extent * inner)
        for (int i = 0; i < size; i++, y += inner)
            for (int j = 0; j < inner; j++) {
                float sum = 0.0f;
                for (int t = first[i]; t < first[i + 1]; t++) sum += weights[t] * x[samples[t] * inner + j];
                y[j] = sum;
            }
}

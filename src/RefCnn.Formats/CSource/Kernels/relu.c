/* y = max(x, 0); NaN stays NaN. */
static void relu(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = x[i] < 0.0f ? 0.0f : x[i];
}

/* y = min(max(alpha * x + beta, 0), 1); NaN stays NaN. */
static void hard_sigmoid(const float *x, float *y, int count, float alpha, float beta)
{
    for (int i = 0; i < count; i++) {
        const float line = alpha * x[i] + beta;
        y[i] = line < 0.0f ? 0.0f : line > 1.0f ? 1.0f : line;
    }
}

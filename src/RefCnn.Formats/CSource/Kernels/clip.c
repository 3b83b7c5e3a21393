/* y = min(max(x, minimum), maximum); NaN stays NaN. */
static void clip(const float *x, float *y, int count, float minimum, float maximum)
{
    for (int i = 0; i < count; i++) {
        const float raised = x[i] < minimum ? minimum : x[i];
        y[i] = raised > maximum ? maximum : raised;
    }
}

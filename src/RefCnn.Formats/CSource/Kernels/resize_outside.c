#include "fill.c"

/* Gives a value to all positions of an axis that no sample reaches. */
static void resize_outside(float *y, int outer, int size, int inner, const int *first, float value)
{
    for (int o = 0; o < outer; o++)
        for (int i = 0; i < size; i++, y += inner)
            if (first[i] == first[i + 1]) fill(y, inner, value);
}

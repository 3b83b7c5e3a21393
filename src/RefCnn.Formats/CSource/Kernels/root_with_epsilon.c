#include <math.h>

enum epsilon_place { INSIDE_ROOT, OUTSIDE_ROOT, FLOOR };

/* A square root that epsilon keeps from zero. */
static double root_with_epsilon(double square, double epsilon, enum epsilon_place place)
{
    return place == INSIDE_ROOT ? sqrt(square + epsilon)
           : place == OUTSIDE_ROOT ? sqrt(square) + epsilon : sqrt(square) < epsilon ? epsilon : sqrt(square);
}

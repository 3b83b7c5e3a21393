/* Where an element lies, whose number in row-major order of the extents is given, when neighbours along each axis are so many steps apart. */
static int offset_of(int number, int rank, const int *extents, const int *steps)
{
    int offset = 0;
    for (int axis = rank - 1; axis >= 0; axis--) {
        offset += number % extents[axis] * steps[axis];
        number /= extents[axis];
    }
    return offset;
}

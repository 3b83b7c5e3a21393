// What the runner asks of Apple's libSystem; getrusage is the system's own.
#include <string.h>

int sysctlbyname(const char *name, void *value, size_t *length, const void *newValue, size_t newLength)
{
    static const char model[] = "StandIn1,1";
    if (strcmp(name, "hw.machine") != 0 || newValue != NULL || newLength != 0 || *length < sizeof(model)) return -1;
    memcpy(value, model, *length = sizeof(model));
    return 0;
}

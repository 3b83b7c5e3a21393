#include "Foundation.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct Call
{
    id receiver, argument;
    SEL selector;
    struct Call *next;
} Call;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static Call *first, **last = &first;

@implementation NSObject

+ (void) initialize {}

+ (id) alloc { return class_createInstance(self, 0); }

+ (id) new { return [[self alloc] init]; }

- (id) init { return self; }

- (id) retain { return self; }

- (void) release {}

- (id) autorelease { return self; }

+ (id) retain { return self; }

- (ObjCBool) respondsToSelector: (SEL)selector { return class_respondsToSelector(object_getClass(self), selector); }

- (void) performSelectorOnMainThread: (SEL)selector withObject: (id)argument waitUntilDone: (ObjCBool)wait
{
    if (wait) abort();
    Call *call = calloc(1, sizeof(Call));
    *call = (Call) { self, argument, selector, NULL };
    pthread_mutex_lock(&gate);
    *last = call;
    last = &call->next;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&gate);
}

@end

void StandInRunOnMainThread(void)
{
    pthread_mutex_lock(&gate);
    while (first == NULL) pthread_cond_wait(&arrived, &gate);
    Call *call = first;
    first = NULL;
    last = &first;
    pthread_mutex_unlock(&gate);
    for (; call != NULL; call = call->next)
        ((void (*)(id, SEL, id))objc_msg_lookup(call->receiver, call->selector))(call->receiver, call->selector, call->argument);
}

@implementation NSAutoreleasePool

- (void) drain {}

@end

@implementation NSString

- (id) initWithCharacters: (const unsigned short *)characters length: (unsigned long)length
{
    unsigned char *next = (unsigned char *)(text = calloc(length * 3 + 1, 1));
    for (unsigned long i = 0; i < length; i++)
    {
        unsigned int c = characters[i];
        if (c < 0x80) *next++ = c;
        else if (c < 0x800) { *next++ = 0xC0 | c >> 6; *next++ = 0x80 | (c & 0x3F); }
        else { *next++ = 0xE0 | c >> 12; *next++ = 0x80 | (c >> 6 & 0x3F); *next++ = 0x80 | (c & 0x3F); }
    }
    return self;
}

- (const char *) UTF8String { return text; }

@end

@implementation NSURL

+ (id) fileURLWithPath: (NSString *)path
{
    NSURL *made = [self new];
    made->path = path;
    return made;
}

@end

@implementation NSArray

+ (id) arrayWithObjects: (const id *)objects count: (unsigned long)count
{
    NSArray *made = [self new];
    made->items = malloc(count * sizeof(id));
    made->count = count;
    memcpy(made->items, objects, count * sizeof(id));
    return made;
}

@end

@implementation NSProcessInfo

+ (id) processInfo { return [self new]; }

- (long) thermalState { return 0; }

- (ObjCBool) isLowPowerModeEnabled { return 0; }

@end

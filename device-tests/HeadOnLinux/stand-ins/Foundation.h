// What the head of the device tests calls of Apple's Foundation, on GNU's Objective-C runtime alone, which compiles for arm64 too. Objects are never freed.
#include <objc/objc.h>
#include <objc/runtime.h>

typedef unsigned char ObjCBool;

__attribute__((objc_root_class))
@interface NSObject
{
    Class isa;
}
+ (id) alloc;
+ (id) new;
- (id) init;
- (id) retain;
- (void) release;
- (id) autorelease;
- (ObjCBool) respondsToSelector: (SEL)selector;
- (void) performSelectorOnMainThread: (SEL)selector withObject: (id)argument waitUntilDone: (ObjCBool)wait;
@end

@interface NSAutoreleasePool : NSObject
- (void) drain;
@end

@interface NSString : NSObject
{
    @public
    char *text;
}
- (id) initWithCharacters: (const unsigned short *)characters length: (unsigned long)length;
- (const char *) UTF8String;
@end

@interface NSURL : NSObject
{
    @public
    NSString *path;
}
+ (id) fileURLWithPath: (NSString *)path;
@end

@interface NSArray : NSObject
{
    @public
    id *items;
    unsigned long count;
}
+ (id) arrayWithObjects: (const id *)objects count: (unsigned long)count;
@end

@interface NSProcessInfo : NSObject
+ (id) processInfo;
- (long) thermalState;
- (ObjCBool) isLowPowerModeEnabled;
@end

// Runs what was left for the main thread, in order; waits for the first where there is nothing.
void StandInRunOnMainThread(void);

// The part of UIKit that the head uses. It keeps what a view is told, taps the buttons that STANDIN_TAPS names (titles with commas) as soon as each can be tapped, and writes what the
// screen shows, as text, to the file STANDIN_RENDER after every change of it and every sheet.
#include "Foundation.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MostSubviews = 16 };

@interface UIResponder : NSObject
@end

@interface UIColor : NSObject
{
    @public
    double red, green, blue;
}
@end

@interface UIFont : NSObject
{
    @public
    double size;
}
@end

@interface NSLayoutConstraint : NSObject
{
    @public
    ObjCBool active;
}
@end

@interface UIView : UIResponder
{
    @public
    UIView *views[MostSubviews];
    int count, pinnedEdges;
    UIColor *background, *textColor;
    UIFont *font;
    NSString *text;
    ObjCBool enabled;
    id target;
    SEL action;
}
@end

@interface NSLayoutAnchor : NSObject
{
    @public
    UIView *owner;
}
@end

@interface UILabel : UIView
@end

@interface UITextView : UIView
@end

@interface UIButton : UIView
@end

@interface UIStackView : UIView
@end

@interface UIViewController : UIResponder
{
    @public
    UIView *view;
    id presented;
}
@end

@interface UIWindow : UIView
{
    @public
    UIViewController *root;
    ObjCBool visible;
}
@end

@interface UIWindowScene : UIResponder
@end

@interface UIActivityViewController : UIViewController
{
    @public
    NSArray *items;
}
@end

@interface UIApplication : UIResponder
{
    @public
    ObjCBool idleTimerDisabled;
}
@end

static UIApplication *application;
static UIWindow *window;
static pthread_t mainThread;

static void DemandMainThread(const char *what)
{
    if (pthread_equal(pthread_self(), mainThread)) return;
    fprintf(stderr, "UIKit: %s was called off the main thread\n", what);
    abort();
}

@implementation UIResponder
@end

@implementation UIColor

+ (id) colorWithRed: (double)red green: (double)green blue: (double)blue alpha: (double)alpha
{
    UIColor *made = [self new];
    made->red = red;
    made->green = green;
    made->blue = blue;
    if (alpha != 1) abort();
    return made;
}

@end

@implementation UIFont

+ (id) monospacedSystemFontOfSize: (double)size weight: (double)weight
{
    UIFont *made = [self new];
    made->size = size;
    if (weight < -1 || weight > 1) abort();
    return made;
}

@end

@implementation NSLayoutConstraint

- (void) setActive: (ObjCBool)value { active = value; }

@end

@implementation NSLayoutAnchor

- (id) constraintEqualToAnchor: (NSLayoutAnchor *)other constant: (double)constant
{
    if (other == nil || constant == 0) abort();
    owner->pinnedEdges++;
    return [NSLayoutConstraint new];
}

@end

@implementation UIView

- (id) init { enabled = 1; return self; }
- (void) addSubview: (UIView *)view { if (count == MostSubviews) abort(); views[count++] = view; }
- (void) setBackgroundColor: (UIColor *)value { DemandMainThread("setBackgroundColor:"); background = value; }
- (void) setTextColor: (UIColor *)value { textColor = value; }
- (void) setFont: (UIFont *)value { font = value; }
- (void) setText: (NSString *)value { DemandMainThread("setText:"); text = value; }
- (void) setTranslatesAutoresizingMaskIntoConstraints: (ObjCBool)value { if (value) abort(); }
- (id) safeAreaLayoutGuide { return self; }
- (id) anchor { NSLayoutAnchor *made = [NSLayoutAnchor new]; made->owner = self; return made; }
- (id) topAnchor { return [self anchor]; }
- (id) leadingAnchor { return [self anchor]; }
- (id) bottomAnchor { return [self anchor]; }
- (id) trailingAnchor { return [self anchor]; }

@end

@implementation UILabel

- (void) setTextAlignment: (long)value {}
- (void) setNumberOfLines: (long)value {}

@end

@implementation UITextView

- (void) setEditable: (ObjCBool)value { if (value) abort(); }

@end

@implementation UIButton

+ (id) buttonWithType: (long)type { return [self new]; }
- (void) setTitle: (NSString *)title forState: (unsigned long)state { if (state == 0) text = title; }
- (void) setEnabled: (ObjCBool)value { DemandMainThread("setEnabled:"); enabled = value; }
- (void) addTarget: (id)receiver action: (SEL)selector forControlEvents: (unsigned long)events
{
    if (events != 1 << 6) abort();
    target = receiver;
    action = selector;
}

@end

@implementation UIStackView

- (void) setAxis: (long)value {}
- (void) setDistribution: (long)value {}
- (void) setSpacing: (double)value { if (value != 8) abort(); }
- (void) addArrangedSubview: (UIView *)view { [self addSubview: view]; }

@end

@implementation UIViewController

- (id) view { if (view == nil) view = [UIView new]; return view; }
- (id) popoverPresentationController { return nil; }
- (void) presentViewController: (id)controller animated: (ObjCBool)animated completion: (id)completion
{
    DemandMainThread("presentViewController:");
    presented = controller;
}

@end

@implementation UIActivityViewController

- (id) initWithActivityItems: (NSArray *)values applicationActivities: (id)activities { items = values; return self; }

@end

@implementation UIWindow

- (id) initWithWindowScene: (id)scene { if (scene == nil) abort(); window = self; return [self init]; }
- (void) setRootViewController: (UIViewController *)controller { root = controller; }
- (void) makeKeyAndVisible { visible = 1; }

@end

@implementation UIWindowScene
@end

@implementation UIApplication

+ (id) sharedApplication { return application; }
- (void) setIdleTimerDisabled: (ObjCBool)value { idleTimerDisabled = value; }

@end

static void RenderView(FILE *file, UIView *view, int depth)
{
    fprintf(file, "%*s%s", depth * 2, "", object_getClassName(view));
    if (view->pinnedEdges) fprintf(file, " pinned=%d", view->pinnedEdges);
    if (view->background) fprintf(file, " background=%.2f,%.2f,%.2f", view->background->red, view->background->green, view->background->blue);
    if (view->textColor) fprintf(file, " colour=%.2f,%.2f,%.2f", view->textColor->red, view->textColor->green, view->textColor->blue);
    if (view->font) fprintf(file, " font=%g", view->font->size);
    if (!view->enabled) fprintf(file, " disabled");
    fprintf(file, "\n");
    for (const char *line = view->text ? [view->text UTF8String] : NULL; line != NULL && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        fprintf(file, "%*s| %.*s\n", depth * 2, "", (int)strcspn(line, "\n"), line);
    for (int i = 0; i < view->count; i++) RenderView(file, view->views[i], depth + 1);
}

static void Render(void)
{
    const char *path = getenv("STANDIN_RENDER");
    if (path == NULL) return;
    FILE *file = fopen(path, "w");
    if (file == NULL) abort();
    fprintf(file, "UIWindow%s idleTimer=%s\n", window->visible ? " visible" : "", application->idleTimerDisabled ? "off" : "on");
    RenderView(file, [window->root view], 1);
    if (window->root->presented != nil)
    {
        UIActivityViewController *sheet = window->root->presented;
        fprintf(file, "UIActivityViewController\n");
        for (unsigned long i = 0; i < sheet->items->count; i++) fprintf(file, "| %s\n", [((NSURL *)sheet->items->items[i])->path UTF8String]);
    }
    fclose(file);
}

static UIView *FindButton(UIView *view, const char *title, size_t length)
{
    const char *text = view->text ? [view->text UTF8String] : "";
    if (view->target != nil && strlen(text) == length && strncmp(text, title, length) == 0) return view;
    for (int i = 0; i < view->count; i++)
    {
        UIView *found = FindButton(view->views[i], title, length);
        if (found != nil) return found;
    }
    return nil;
}

// Taps what can be tapped now. True when all taps are done.
static int Tap(const char **taps)
{
    while (**taps)
    {
        size_t length = strcspn(*taps, ",");
        UIView *button = FindButton([window->root view], *taps, length);
        if (button == nil) { fprintf(stderr, "UIKit: there is no button '%s'\n", *taps); abort(); }
        if (!button->enabled) return 0;
        ((void (*)(id, SEL, id))objc_msg_lookup(button->target, button->action))(button->target, button->action, button);
        *taps += length + ((*taps)[length] == ',');
    }
    return 1;
}

int UIApplicationMain(int count, char **arguments, NSString *principal, NSString *delegateClass)
{
    mainThread = pthread_self();
    application = [UIApplication new];
    id delegate = [(Class)objc_getClass([delegateClass UTF8String]) new];
    SEL launched = sel_registerName("application:didFinishLaunchingWithOptions:");
    if (!((ObjCBool (*)(id, SEL, id, id))objc_msg_lookup(delegate, launched))(delegate, launched, application, nil)) abort();

    // Info.plist names this class.
    id scene = [(Class)objc_getClass(getenv("STANDIN_SCENE_DELEGATE")) new];
    SEL connected = sel_registerName("scene:willConnectToSession:options:");
    ((void (*)(id, SEL, id, id, id))objc_msg_lookup(scene, connected))(scene, connected, [UIWindowScene new], [NSObject new], [NSObject new]);
    if (objc_msg_lookup(scene, sel_registerName("window"))(scene, sel_registerName("window")) != window) abort();

    const char *taps = getenv("STANDIN_TAPS") ? getenv("STANDIN_TAPS") : "";
    int scripted = *taps != 0;
    for (;;)
    {
        Render();
        int done = Tap(&taps);
        Render();
        if (scripted && done) exit(0);
        StandInRunOnMainThread();
    }
}

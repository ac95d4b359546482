/**
 * What is nobody's own code, by platform, in the language of stack-trace rules; they run before a project's own. `-app` takes
 * a frame out of the `app` variant, `-group` out of both. Clients say what is in-app for most frames; these correct the
 * known mistakes and drop what differs from run to run (thread starts, reporting code). Frozen with this version: a change
 * regroups every project.
 */
export const baseRules = `
# --- native: operating systems -------------------------------------------------------------------------------------
family:native package:/System/Library/** category=system
family:native package:/System/iOSSupport/** category=system
family:native package:/usr/lib/** category=system
family:native package:/lib/** category=system
family:native package:/lib64/** category=system
family:native package:/system/** category=system
family:native package:/system_ext/** category=system
family:native package:/vendor/** category=system
family:native package:/apex/** category=system
family:native package:"?:/Windows/**" category=system
family:native package:"{ntdll,kernel32,kernelbase,user32,win32u,ucrtbase,msvcrt,combase,gdi32}.dll" category=system
family:native package:linux-{gate,vdso}.so* category=system
family:native package:lib{system,objc,dispatch,dyld,c++abi,swiftCore}* category=system
family:native package:{CoreFoundation,Foundation,CFNetwork,QuartzCore,IOKit,GraphicsServices,Security,Network,WebKit,JavaScriptCore} category=system
family:native package:{UIKit,UIKitCore,SwiftUI,AppKit,AttributeGraph,CoreAutoLayout,CoreData,AVFoundation,AudioToolbox,Metal} category=system

# Apps live in their bundles, whatever else is there.
family:native package:/private/var/containers/Bundle/Application/** +app
family:native package:/var/containers/Bundle/Application/** +app
family:native package:**/CoreSimulator/Devices/**/Bundle/Application/** +app
family:native package:**.app/Contents/MacOS/** +app

# Libraries inside the bundle that are not the app's.
family:native package:**/Frameworks/libswift*.dylib -app
family:native package:**/Frameworks/{Sentry,SentrySwift,KSCrash,Flutter,FlutterMacOS,hermes}.framework/** -app

# Where threads start: below is never more than the system calling in.
family:native function:_pthread_{start,body,wqthread} category=thread-start
family:native function:{__pthread_start,thread_start,start_thread,start_wqthread,__clone,clone3,__libc_start_main,__libc_start_call_main,_start} category=thread-start
family:native function:{BaseThreadInitThunk,RtlUserThreadStart,invoke_main,__scrt_common_main,__scrt_common_main_seh} category=thread-start
family:native function:{_dispatch_worker_thread,_dispatch_worker_thread2,UIApplicationMain,NSApplicationMain} category=thread-start
family:native package:libdyld.dylib function:start category=thread-start
family:native package:**/dyld function:start category=thread-start

# How a crash is raised: everything nearer to it is machinery.
family:native function:{abort,raise,__abort,__cxa_throw,__cxa_rethrow,_CxxThrowException,RaiseException,std::terminate,__assert_rtn,__assert_fail} category=raising
family:native function:{objc_exception_throw,_NSRaiseError,_objc_terminate,swift_runtime_on_report,_CFThrowFormattedException} category=raising
family:native function:{std,core}::panicking::{begin_panic,panic,panic_fmt,panic_display,rust_panic_with_hook} category=raising
family:native function:{rust_begin_unwind,rust_panic,__rust_start_panic} category=raising
family:native function:{std::backtrace::Backtrace::capture,backtrace::capture::Backtrace::new,failure::backtrace::Backtrace::new} category=raising
family:native function:runtime.gopanic category=raising

# Signal handlers call reporting code, not the other way round.
family:native function:{_sigtramp,__restore_rt,KiUserExceptionDispatcher,RtlDispatchException,RtlpExecuteHandlerForException,__kernel_rt_sigreturn} category=signal-handler

# Reporting code itself.
family:native function:{google_breakpad,crashpad,sentry__,sentry_value_}* category=reporting
family:native function:{kscrash_,kscm_,sentrycrash_,sentrycrashcm_}* category=reporting
family:native function:"?[[]{KSCrash,SentryCrash,SentryHub,SentrySDK,SentryClient,RNSentry}*" category=reporting
family:native function:sentry::* category=reporting
family:native package:**/libsentry*.so category=reporting

# The languages' own libraries.
family:native function:std::* -app
family:native function:{core,alloc,hashbrown,tokio,futures_util,futures_core}::* -app
family:native function:{__rust_,__swift_,__cxa_,__gnu_cxx::,boost::,absl::}* -app
family:native function:__rust_{try,maybe_catch_panic,begin_short_backtrace,end_short_backtrace} -group
family:native function:{memcpy,memmove,memset,memcmp,malloc,free,calloc,realloc,__memcpy*,__memmove*} -app
family:native function:{objc_msgSend,objc_release,objc_retain,swift_release,swift_retain} -app
family:native function:"{stub InvokeDartCode,stub CallBootstrapNative}" -app
family:native path:{third_party/dart/sdk,org-dartlang-sdk:}/** -app
family:native path:**/.cargo/registry/** -app
family:native path:/rustc/** -app

category:system -app
category:reporting -app -group
category:raising ^-app -app ^-group -group
category:signal-handler -app -group ^-group
category:thread-start -app -group v-group

# --- everywhere: where package managers and systems put libraries --------------------------------------------------
path:/usr/local/lib/** -app
path:/usr/lib/** -app
path:/opt/homebrew/** -app
path:/usr/local/Cellar/** -app
path:**/.local/{lib,share}/** -app

# --- python --------------------------------------------------------------------------------------------------------
path:**/site-packages/** -app
path:**/dist-packages/** -app
path:**/lib/python?.?/** -app
path:**/lib/python?.??/** -app
path:<frozen?* -app
module:sentry_sdk.* -app

# --- javascript, node ----------------------------------------------------------------------------------------------
path:**/node_modules/** -app
path:node:** -app
family:javascript path:internal/** -app
path:**/webpack/{bootstrap,runtime}* -app
path:{chrome,moz,safari,safari-web}-extension://** -app
path:**//{unpkg.com,cdn.jsdelivr.net,cdnjs.cloudflare.com,esm.sh,esm.run,code.jquery.com,ajax.googleapis.com}/** -app
function:{processTicksAndRejections,process._tickCallback,runMicrotasks,queueMicrotask,runNextTicks} -app -group
module:{@babel,core-js,regenerator-runtime,tslib}/** -app -group
path:**/node_modules/{@babel,core-js,regenerator-runtime,tslib}/** -group
module:@sentry/** -app -group
path:**/node_modules/@sentry/** -group
path:**/node_modules/@sentry-internal/** -group
path:{org-dartlang-sdk,dart}:** -app

# --- java, kotlin, android, scala, clojure -------------------------------------------------------------------------
module:{java,javax,jdk,sun,com.sun,jakarta}.* -app
module:{kotlin,kotlinx,scala,groovy,clojure}.* -app
module:{android,androidx,dalvik,com.android,libcore,com.google.android}.* -app
module:{org.springframework,org.apache,org.eclipse,org.hibernate,org.jboss,org.glassfish,org.slf4j,org.junit,org.postgresql}.* -app
module:{io.netty,io.grpc,io.micronaut,io.quarkus,io.vertx,io.ktor,io.reactivex,io.opentelemetry,reactor,akka,play.core}.* -app
module:{com.fasterxml,com.google.common,com.google.gson,com.mysql,com.zaxxer,ch.qos.logback,okhttp3,okio,retrofit2,feign}.* -app
module:io.sentry.{jvmti,android,spring,logback,log4j,log4j2,okhttp,protocol,util}.* -app -group
module:io.sentry.{Sentry,Hub,Scopes,SentryClient} -app -group

# --- php -----------------------------------------------------------------------------------------------------------
path:**/vendor/** -app
path:**/wp-{includes,admin}/** -app

# --- ruby ----------------------------------------------------------------------------------------------------------
path:**/gems/** -app
path:**/lib/ruby/** -app
path:<internal:** -app

# --- go ------------------------------------------------------------------------------------------------------------
path:**/go/pkg/mod/** -app
path:**/libexec/src/** -app
path:/usr/local/go/src/** -app
path:/usr/lib/go*/src/** -app
module:github.com/getsentry/sentry-go* -app
function:{goexit,runtime.goexit,runtime.main} -app -group

# --- .net ----------------------------------------------------------------------------------------------------------
module:{System,Microsoft,Mono}.* -app
module:{Newtonsoft,Npgsql,MySql,Serilog,Castle,Autofac,Dapper,MediatR,Polly}.* -app
module:UnityEngine.* -app
module:Sentry.* -app
family:other function:{UnityEngine,System}.* -app

# --- dart, flutter -------------------------------------------------------------------------------------------------
path:**/packages/flutter/** -app
path:package:flutter/** -app
path:package:{sentry,sentry_flutter,sentry_dio,sentry_logging}/** -app -group
path:**/.pub-cache/** -app
path:org-dartlang-sdk:///** -group

# --- elixir, erlang ------------------------------------------------------------------------------------------------
module:{Elixir.Phoenix,Elixir.Plug,Elixir.Ecto,Elixir.GenServer,gen_server,proc_lib}* -app
path:**/deps/{phoenix,plug,plug_cowboy,ecto,cowboy,bandit}/** -app

# --- other observers wrap every call -------------------------------------------------------------------------------
path:**/{site-packages,node_modules,gems,vendor}/{newrelic,ddtrace,opentelemetry,elasticapm}*/** -app -group
module:{newrelic,ddtrace,opentelemetry,elasticapm}.* -app -group
`

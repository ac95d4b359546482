import { install, type Platform } from './types.ts'

export const compiledPlatforms: Platform[] = [
  {
    id: 'go',
    name: 'Go',
    group: 'Server',
    snippets: (dsn) => [
      install('go get github.com/getsentry/sentry-go'),
      {
        title: 'main.go',
        language: 'go',
        code: `package main

import (
	"errors"
	"log"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	err := sentry.Init(sentry.ClientOptions{
		Dsn:     "${dsn}",
		Release: "my-service@1.0.0",
	})
	if err != nil {
		log.Fatalf("sentry.Init: %s", err)
	}
	// Events leave in the background: wait for them before the program ends.
	defer sentry.Flush(2 * time.Second)

	sentry.CaptureException(errors.New("Lapwing hears me"))
}`,
      },
    ],
  },
  {
    id: 'java',
    name: 'Java',
    group: 'Server',
    snippets: (dsn) => [
      {
        title: 'build.gradle.kts',
        language: 'kotlin',
        code: `dependencies {\n    implementation("io.sentry:sentry:8.+")\n}`,
      },
      {
        title: 'Main.java',
        language: 'java',
        code: `import io.sentry.Sentry;

public class Main {
    public static void main(String[] args) {
        Sentry.init(options -> {
            options.setDsn("${dsn}");
            options.setRelease("my-service@1.0.0");
        });

        throw new IllegalStateException("Lapwing hears me");
    }
}`,
      },
    ],
  },
  {
    id: 'rust',
    name: 'Rust',
    group: 'Server',
    snippets: (dsn) => [
      install('cargo add sentry'),
      {
        title: 'src/main.rs',
        language: 'rust',
        code: `fn main() {
    // The guard sends what is left when it goes out of scope.
    let _guard = sentry::init((
        "${dsn}",
        sentry::ClientOptions {
            release: sentry::release_name!(),
            ..Default::default()
        },
    ));

    panic!("Lapwing hears me");
}`,
      },
    ],
  },
  {
    id: 'dotnet',
    name: '.NET',
    group: 'Server',
    snippets: (dsn) => [
      install('dotnet add package Sentry'),
      {
        title: 'Program.cs',
        language: 'csharp',
        code: `using Sentry;

using var sdk = SentrySdk.Init(options =>
{
    options.Dsn = "${dsn}";
    options.Release = "my-app@1.0.0";
});

throw new InvalidOperationException("Lapwing hears me");`,
      },
    ],
  },
]

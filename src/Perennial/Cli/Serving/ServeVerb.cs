using System.CommandLine;
using System.Net;
using Perennial.Access;
using Perennial.Cli.Shell;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Live;
using Perennial.Phones;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Watch;
using Perennial.Web;

namespace Perennial.Cli.Serving;

/// <summary><c>perennial serve</c></summary>
static class ServeVerb
{
    const int DefaultPort = 5080;
    const string LogVariable = "PERENNIAL_LOG", LevelVariable = "PERENNIAL_LOG_LEVEL";
    const string PlainWarning = "Warning: this is plain http and can be reached from other machines: passwords and "
        + "customers' data can be read on the way. Put a proxy that speaks https in front (--behind-proxy).";

    public static Command Create(Terminal terminal)
    {
        var (store, erasures) = (Options.Store(), Options.Erasures());
        var (port, bind, host, proxy) = (Port(), Bind(), Host(), BehindProxy());
        var relaxed = RelaxedSync();
        var (logFormat, logLevel) = (Log(), Level());
        var command = new Command("serve",
            "Serve the web app and the API. A shop without staff prints a link: who opens it becomes its admin.")
        {
            store, port, bind, host, proxy, relaxed, erasures, logFormat, logLevel,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var address = parsed.GetValue(bind)!;
            var format = parsed.GetValue(logFormat) ?? OfEnvironment(LogVariable, LogFormat.Text);
            var least = parsed.GetValue(logLevel) ?? OfEnvironment(LevelVariable, LogLevel.Information);
            using var logs = ServerLog.Create(format, least);
            using var telemetry = Telemetry.Start(Environment.GetEnvironmentVariable);
            var log = logs.CreateLogger("perennial");
            var options = new StoreOptions
            {
                RelaxedSync = parsed.GetValue(relaxed), Erasures = parsed.GetValue(erasures),
            };
            using var shop = await StoreWaiting.Open(
                () => ShopStore.Open(parsed.GetValue(store)!, terminal.Now(), options), terminal.Time, log, cancel);
            // Asked of the store before anything is served: it may be out of reach for a moment at any time after.
            var first = shop.Staff.Any() ? null : new StaffDoor(shop, terminal.Time).FirstLink();
            // No event is taken while customers are found by their numbers as they were read before.
            NumbersAnew.IfDue(shop, terminal.Now(), cancel);
            await using var live = LiveShop.Start(shop, terminal.Time, log);
            await using var app = await Start(new WebAppOptions
            {
                Views = ShopLoader.Live(shop, terminal.Time),
                Urls = [Url(address, parsed.GetValue(port))],
                Hosts = parsed.GetValue(host) ?? [],
                BehindProxy = parsed.GetValue(proxy),
                Live = live,
                Logs = logs,
            });
            // Who reads a log of JSON wants nothing else in it but what cannot be read twice.
            if (format == LogFormat.Json) WatchLog.Started(log, shop.Path, app.Urls.First(), Telemetry.Version);
            else terminal.Log.WriteLine($"Serving {shop.Path} at {app.Urls.First()} (Ctrl-C stops).");
            if (!parsed.GetValue(proxy) && !IsLoopback(address)) terminal.Log.WriteLine(PlainWarning);
            if (first is not null) PrintFirstLink(terminal, app.Urls.First(), first);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        });
        return command;
    }

    public static Option<int> Port() => new("--port")
    {
        Description = $"Port to listen at; 0 takes a free one. Default: {DefaultPort}.",
        DefaultValueFactory = _ => DefaultPort,
    };

    static Option<string> Bind() => new("--bind")
    {
        Description = "Address to listen at. Default: 127.0.0.1, this machine alone. Elsewhere passwords must not "
            + "travel in the clear: put a proxy that speaks https in front.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "ADDRESS",
    };

    static Option<string[]> Host() => new("--host")
    {
        Description = "Host name that browsers may use for this server, besides this machine's own; may be repeated.",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static Option<bool> RelaxedSync() => new("--relaxed-sync")
    {
        Description = "Answer before events are on disk: quicker, but a power cut may lose the last moments. "
            + "Without it what was answered is kept.",
    };

    static Option<bool> BehindProxy() => new("--behind-proxy")
    {
        Description = "A proxy in front speaks https with browsers: believe its X-Forwarded-For and "
            + "X-Forwarded-Proto, and let nobody else reach this port.",
    };

    static Option<LogFormat?> Log() => new("--log")
    {
        Description = $"How the log on standard error is written: text or json. Default: ${LogVariable}, else text.",
        HelpName = "text|json",
    };

    static Option<LogLevel?> Level() => new("--log-level")
    {
        Description = "What the log says at least: trace, debug, information, warning, error, critical, none. "
            + $"Default: ${LevelVariable}, else information.",
        HelpName = "LEVEL",
    };

    static T OfEnvironment<T>(string variable, T otherwise) where T : struct, Enum
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text) return otherwise;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)) return value;
        throw new Core.BadInputException(variable, $"'{text}' is not known.",
            $"Use one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
    }

    // "localhost" is two addresses, of which a server cannot take one free port.
    static string Url(string bind, int port) => bind == "localhost" && port == 0 ? "http://127.0.0.1:0"
        : $"http://{(bind.Contains(':') ? $"[{bind}]" : bind)}:{port}";

    static bool IsLoopback(string bind) =>
        bind == "localhost" || (IPAddress.TryParse(bind, out var ip) && IPAddress.IsLoopback(ip));

    static void PrintFirstLink(Terminal terminal, string url, string secret)
    {
        terminal.Log.WriteLine("The shop has no staff yet. Whoever opens this link becomes its admin; it works once:");
        terminal.Log.WriteLine($"  {url}{StaffDoor.Welcome}/{secret}");
    }

    /// <summary>Starts listening.</summary>
    /// <exception cref="Core.BadInputException">The port is taken.</exception>
    public static async Task<WebApplication> Start(WebAppOptions options)
    {
        var app = WebApp.Build(options);
        try
        {
            await app.StartAsync();
            return app;
        }
        catch (IOException error)
        {
            await app.DisposeAsync();
            throw new Core.BadInputException(options.Urls[0], error.Message,
                "Stop what listens there, or choose another --port.");
        }
    }
}

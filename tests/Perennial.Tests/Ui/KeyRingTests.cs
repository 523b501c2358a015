using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Serving;
using Perennial.Web;

namespace Perennial.Tests.Ui;

public sealed class KeyRingTests
{
    [Fact]
    public async Task Who_starts_the_program_for_the_first_time_is_not_warned_of_keys()
    {
        var said = new Heard();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(said).SetMinimumLevel(LogLevel.Warning));
        await using var app = WebApp.Build(new WebAppOptions
        {
            Views = SomeShop.Of(50).Views(), Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
            Logs = logs,
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        // As the first start makes one; later starts find it.
        var keys = app.Services.GetRequiredService<IKeyManager>();
        keys.CreateNewKey(SomeShop.Now.ToDateTimeOffset(), SomeShop.Now.ToDateTimeOffset().AddDays(90));
        Assert.Empty(said.Lines);
    }

    sealed class Heard : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}

using System.Text.Json;

namespace Perennial.EndToEnd.Commands;

/// <summary>A small demo shop on the command line, from files of every kind to rules, forecasts and settings.</summary>
public sealed class EveryQuestion : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();

    string Store => folder.File("shop.db");

    public async ValueTask InitializeAsync()
    {
        var made = await PerennialProcess.Run(
            "demo", "--store", Store, "--customers", "800", "--days", "2", "--no-serve");
        Assert.Equal(0, made.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> Run(params string[] arguments)
    {
        var run = await PerennialProcess.Run([.. arguments, "--store", Store]);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.ExitCode}\n{run.Log}");
        Assert.DoesNotContain("NaN", run.Output);
        Assert.DoesNotContain("Infinity", run.Output);
        return run.Output;
    }

    async Task<JsonElement> Json(params string[] arguments) =>
        JsonDocument.Parse(await Run([.. arguments, "--json"])).RootElement;

    [Fact]
    public async Task A_rule_finds_the_same_customers_as_the_exported_columns()
    {
        await Run("export", "--out", folder.File("all.csv"));
        var lines = await File.ReadAllLinesAsync(folder.File("all.csv"), TestContext.Current.CancellationToken);
        var header = lines[0].Split(',');
        var (r, fxm) = (Array.IndexOf(header, "r"), Array.IndexOf(header, "fxm"));
        var expected = lines.Skip(1).Select(line => line.Split(','))
            .Count(cells => cells[r] is "1" or "2" && cells[fxm] is "4" or "5");

        var found = await Json("segments", "r in (1, 2) and fxm in (4, 5)");

        Assert.Equal(expected, found.GetProperty("customers").GetInt32());
        Assert.True(expected > 0);
    }

    [Fact]
    public async Task A_rule_is_answered_as_of_an_earlier_day_and_explained()
    {
        var now = await Json("segments", "recency_days > 100");
        var twoYearsAgo = TimeProvider.System.GetUtcNow().AddDays(-730).ToString("yyyy-MM-dd");
        var before = await Json("segments", "recency_days > 100", "--as-of", twoYearsAgo);
        Assert.True(now.GetProperty("customers").GetInt32() > before.GetProperty("customers").GetInt32());

        var why = await Run("segments", "orders >= 1 and no complaint", "--why", "C-100001");
        Assert.Contains("all of these", why);
    }

    [Fact]
    public async Task A_wrong_rule_says_where_and_what_was_meant()
    {
        var run = await PerennialProcess.Run("segments", "cycle_stats = 'late'", "--store", Store);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 1, column 1", run.Log);
        Assert.Contains("cycle_status", run.Log);
    }

    [Fact]
    public async Task Segments_of_a_file_are_saved_checked_together_or_not_at_all()
    {
        var good = folder.Write("mine.yaml", """
            set: mine
            segments:
              - name: Loyal but silent
                rule: fxm >= 4 and recency_days > 60
              - name: Loyal, silent, callable
                rule: in segment 'Loyal but silent' and phone is known
            """);
        await Run("segments", "--load", good);
        Assert.Contains("Loyal, silent, callable", await Run("segments"));

        var circle = folder.Write("circle.yaml", """
            segments:
              - name: One
                rule: in segment 'Two'
              - name: Two
                rule: in segment 'One'
            """);
        var run = await PerennialProcess.Run("segments", "--load", circle, "--store", Store);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("circle", run.Log);
        Assert.DoesNotContain("'Two'", await Run("segments"));
    }

    [Fact]
    public async Task Forecasts_are_validated_in_words()
    {
        Assert.Contains("recency", await Run("validate", "cycle"));
        Assert.Contains("naive", await Run("validate", "lifetime"));
    }

    [Fact]
    public async Task Settings_are_printed_changed_and_refused()
    {
        var yaml = await Run("settings");
        Assert.Contains("active_days: 30", yaml);
        var changed = folder.Write("settings.yaml", yaml.Replace("active_days: 30", "active_days: 45"));
        await Run("settings", "--load", changed);
        Assert.Contains("active_days: 45", await Run("settings"));

        var wrong = folder.Write("wrong.yaml", "cycle:\n  zones:\n    late: 2\n");
        var run = await PerennialProcess.Run("settings", "--load", wrong, "--store", Store);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("wrong.yaml", run.Log);
        Assert.Contains("active_days: 45", await Run("settings"));
        Assert.Contains("pass", await Run("doctor"));
    }

    [Fact]
    public async Task One_customer_is_explained_column_by_column()
    {
        var sheet = await Json("customer", "C-100001");
        var columns = sheet.GetProperty("columns").EnumerateArray()
            .Select(column => column.GetProperty("name").GetString()).ToList();
        string[] expected =
            ["cycle_status", "p_buy_30d", "pressure_status", "promotion_class", "p_alive", "discover_1"];
        Assert.All(expected, name => Assert.Contains(name, columns));
    }

    [Fact]
    public async Task A_public_file_gives_the_published_parameters()
    {
        var data = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "..", "..", "data", "cdnow", "CDNOW_sample.txt.gz"));
        var run = await PerennialProcess.Run("lifetime", data, "--model", "bg-nbd", "--calibrate-to", "1997-09-30",
            "--time-unit", "week", "--json", "--out", folder.File("forecast.csv"));
        Assert.True(run.ExitCode == 0, run.Log);
        var fitted = JsonDocument.Parse(run.Output).RootElement;

        Assert.Equal(-9582.4292, fitted.GetProperty("log_likelihood").GetDouble(), 1e-3);
        Assert.Equal(0.2426, fitted.GetProperty("parameters").GetProperty("r").GetDouble(), 3e-4);
        Assert.Equal(1882, fitted.GetProperty("holdout").GetProperty("actual").GetInt32());
        Assert.Equal(2358, File.ReadLines(folder.File("forecast.csv")).Count());
    }
}

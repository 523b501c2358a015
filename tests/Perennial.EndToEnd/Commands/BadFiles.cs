namespace Perennial.EndToEnd.Commands;

/// <summary>Every wrong file is one clear error, through both verbs that read files; nothing is left behind.</summary>
public class BadFiles
{
    const string Header = "order_id,customer_id,order_date,total\n";

    public static TheoryData<string, string, string> Texts => new()
    {
        { "empty", "", "empty" },
        { "header only", Header, "no row" },
        { "missing column", "order_id,customer_id,total\n1,a,10.00\n", "ordered_at" },
        { "unknown date format", Header + "1,a,the ides of March,10.00\n2,b,tomorrow,5.00\n", "date" },
        {
            "two currencies",
            "order_id,customer_id,order_date,total,currency\n1,a,2024-01-01,10.00,EUR\n2,b,2024-01-02,5.00,USD\n", "USD"
        },
        { "binary", "\0\u0001\u0002PK\u0003\0\0\0\0\0", "binary" },
        { "future dates", Header + "1,a,2999-01-01,10.00\n2,b,2999-01-02,5.00\n", "future" },
        { "customer without id", Header + "1,,2024-01-01,10.00\n2,,2024-01-02,5.00\n", "customer" },
        { "duplicate order numbers", Header + "1,a,2024-01-01,10.00\n1,a,2024-01-01,12.00\n", "order number" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_wrong_file_is_one_clear_error(string name, string text, string says)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write($"{name}.csv", text);
        var store = folder.File("shop.db");

        string[][] commands = [["import", file, "--store", store], ["score", file, "--out", folder.File("scored.csv")]];
        foreach (var arguments in commands)
        {
            var run = await PerennialProcess.Run(arguments);
            Assert.True(run.ExitCode == 1, $"{arguments[0]} {name}: exit {run.ExitCode}\n{run.Output}{run.Log}");
            Assert.Contains(says, run.Log, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(name, run.Log);
            Assert.DoesNotContain("   at ", run.Log);
        }
        Assert.False(File.Exists(folder.File("scored.csv")));
        var calls = await PerennialProcess.Run("calls", "--store", store, "--json");
        Assert.Equal("[]", calls.Output.Trim());
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.GetDirectoryName(folder.File("x"))!;
        foreach (var verb in new[] { "import", "score" })
        {
            string[] elsewhere = verb == "import" ? ["--store", folder.File("shop.db")] : [];
            var run = await PerennialProcess.Run([verb, path, .. elsewhere]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("folder", run.Log.Replace("directory", "folder", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_line_of_a_gigabyte_ends_soon_and_in_little_memory()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("endless.csv", Header);
        using (var stream = File.OpenWrite(file))
        {
            stream.Seek(0, SeekOrigin.End);
            var megabyte = new byte[1 << 20];
            Array.Fill(megabyte, (byte)'x');
            for (var i = 0; i < 1024; i++) stream.Write(megabyte);
        }
        using var process = PerennialProcess.Start("score", file);
        var run = await PerennialProcess.Finish(process);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 2", run.Log);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("orders.csv", Header + "1,a,2024-01-01,10.00\n");
        // Root may write into read-only folders, so the tests use a path that nobody can write: under a file.
        var run = await PerennialProcess.Run("import", file, "--store", Path.Combine(file, "shop.db"));
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Log);
        var scored = await PerennialProcess.Run("score", file, "--out", Path.Combine(file, "scored.csv"));
        Assert.Equal(1, scored.ExitCode);
        Assert.DoesNotContain("   at ", scored.Log);
    }
}

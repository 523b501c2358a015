using Perennial.Contacts;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Moments;
using Perennial.Strategies;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

/// <summary>A shop with strategies that moves to a database: everybody stands where they stood.</summary>
public sealed class CopiedStrategies : StrategyStoreContract
{
    const int Shards = 8;

    readonly string address = PostgresServer.Rent(Shards);

    void Rename(string name, string was)
    {
        var files = Files.ToDictionary();
        files.Remove("strategies/thanks.yaml");
        files[$"strategies/{name}.yaml"] = Files["strategies/thanks.yaml"]
            .Replace("strategy: thanks", $"strategy: {name}\nwas: {was}");
        StrategyFiles.Publish(Store, StrategyFiles.Compare(files, StrategyShops.BeforeAny, Store.Strategies.Parts(),
            prune: true), We, Time);
    }

    [Fact]
    public void Nobody_is_asked_again_nor_called_otherwise_again()
    {
        Begin("C-1", "C-2", "C-3");
        Tell(Login("1"));
        Later(1);
        Rename("gratitude", "thanks");
        Tick();
        // Another strategy has the former name now.
        Later(1);
        Publish(Store, Time, ("strategies/gratitude.yaml",
            Files["strategies/thanks.yaml"].Replace("strategy: thanks", "strategy: gratitude\nwas: thanks")));
        Tick();
        Later(1);
        Tell(Login("2", "C-2"));
        var told = new[] { "C-1", "C-2" }.Select(one => string.Join('|', Told(one))).ToList();
        Assert.Equal(["gratitude thanks sent"], Told());
        Assert.Contains(Told("C-2"), one => one.StartsWith("thanks thanks ", StringComparison.Ordinal));

        using (var to = ShopStore.Open(address, Now, new StoreOptions { NewShards = Shards }))
        {
            ShopCopy.Run(Store, to, (_, _) => { }, Stop);
            Later(0.01);
            // Who comes into an audience before the first tick there is no existing one.
            to.Intake.Write(Core.Intake.EventBatch.Of([Order("a", "C-3"), Order("b", "C-3")]),
                new ShopMoments(to).At(Time), cancellation: Stop);
            new StrategyTurns(to).Run(() => new ShopMoments(to).At(Time), Stop);
            Assert.Contains(to.Decisions.Enrollments(Id("C-3")), one => one.Strategy == "comeback");
            Assert.Equal(told, new[] { "C-1", "C-2" }.Select(one => string.Join('|', to.Decisions.Of(Id(one)).Reverse()
                .Select(row => $"{row.Strategy} {row.Step} {OutcomeWords.Of(row.Outcome)} {row.Rule}".TrimEnd()))));
        }
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        PostgresServer.GiveBack(address, Shards);
    }
}

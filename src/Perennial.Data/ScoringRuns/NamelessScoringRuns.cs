using System.Text.Json.Nodes;
using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.ScoringRuns;

/// <summary>Takes the keys of erased customers out of scoring runs: the limits of the priority lists name whoever was
/// the last on one, because a key decides between equals.</summary>
static class NamelessScoringRuns
{
    // After every key in the order of bytes: whoever equals the erased in all measures keeps the place on the list.
    const string AfterAll = "\uffff";

    /// <summary>Rewrites the scoring runs that name one of the people, inside the caller's transaction. A scoring run
    /// names them as they were known then, which may be by a key of which only the id is left.</summary>
    public static void Forget(Database database, IReadOnlyCollection<CustomerId> ids)
    {
        var people = ids.ToHashSet();
        bool IsTheirs(string key) => Enum.GetValues<CustomerKeyKind>()
            .Any(kind => CustomerId.Normalise(kind, key).Length > 0 && people.Contains(CustomerId.Of(kind, key)));
        var changed = new List<(long Id, string Json)>();
        var rows = database.Query("scoring-run-texts");
        while (rows.Step())
        {
            var run = JsonNode.Parse(rows.Text(1)!)!;
            if (Replace(run, IsTheirs)) changed.Add((rows.Int64(0), run.ToJsonString()));
        }
        foreach (var (id, json) in changed)
        {
            database.Query("set-scoring-run-text", "scoring_run_json", "scoring_run_id")
                .Bind(1, json).Bind(2, id).Run();
        }
    }

    static bool Replace(JsonNode node, Func<string, bool> isTheirs)
    {
        var replaced = false;
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null) continue;
                if (name == "key" && value is JsonValue text && text.TryGetValue<string>(out var key)
                    && isTheirs(key))
                {
                    members[name] = AfterAll;
                    replaced = true;
                }
                else replaced |= Replace(value, isTheirs);
            }
        }
        else if (node is JsonArray items)
            foreach (var item in items)
                if (item is not null) replaced |= Replace(item, isTheirs);
        return replaced;
    }
}

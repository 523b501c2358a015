using System.Text.Json.Nodes;
using Perennial.Data.Engines;

namespace Perennial.Data.ScoringRuns;

/// <summary>Takes the keys of erased customers out of scoring runs: the limits of the priority lists name whoever was
/// the last on one, because a key decides between equals.</summary>
static class NamelessScoringRuns
{
    // After every key in the order of bytes: whoever equals the erased in all measures keeps the place on the list.
    const string AfterAll = "\uffff";

    /// <summary>Rewrites the scoring runs that name one of the keys, inside the caller's transaction.</summary>
    public static void Forget(Database database, IReadOnlySet<string> keys)
    {
        if (keys.Count == 0) return;
        var changed = new List<(long Id, string Json)>();
        var rows = database.Query("scoring-run-texts");
        while (rows.Step())
        {
            var run = JsonNode.Parse(rows.Text(1)!)!;
            if (Replace(run, keys)) changed.Add((rows.Int64(0), run.ToJsonString()));
        }
        foreach (var (id, json) in changed)
        {
            database.Query("set-scoring-run-text", "scoring_run_json", "scoring_run_id")
                .Bind(1, json).Bind(2, id).Run();
        }
    }

    static bool Replace(JsonNode node, IReadOnlySet<string> keys)
    {
        var replaced = false;
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is null) continue;
                if (name == "key" && value is JsonValue text && text.TryGetValue<string>(out var key)
                    && keys.Contains(key))
                {
                    members[name] = AfterAll;
                    replaced = true;
                }
                else replaced |= Replace(value, keys);
            }
        }
        else if (node is JsonArray items)
            foreach (var item in items)
                if (item is not null) replaced |= Replace(item, keys);
        return replaced;
    }
}

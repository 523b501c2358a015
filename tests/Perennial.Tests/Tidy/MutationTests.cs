using Perennial.Bench.Mutations;
using Perennial.Core;

namespace Perennial.Tests.Tidy;

/// <summary>What <c>bench/mutations</c> changes is still there to be changed: a mutation whose original is gone would
/// prove nothing.</summary>
public class MutationTests
{
    static readonly IReadOnlyList<Mutation> mutations =
        [.. RepositoryFile.Under("bench/mutations", ".txt").SelectMany(file => Mutation.Read(file.FullPath))];

    [Fact]
    public void Every_original_stands_once_in_its_file()
    {
        var texts = RepositoryFile.Under("src", ".cs").ToDictionary(file => file.Path, file => file.Text);
        var complaints = new Complaints();
        foreach (var mutation in mutations)
        {
            try
            {
                mutation.FileAmong(texts);
            }
            catch (BadInputException error)
            {
                complaints.Add(error.Message);
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Every_mutation_has_a_number_and_tests_of_its_own()
    {
        var complaints = new Complaints();
        foreach (var same in mutations.GroupBy(mutation => mutation.Number).Where(same => same.Count() > 1))
            complaints.Add($"{same.Key} numbers {same.Count()} mutations");
        var classes = typeof(MutationTests).Assembly.GetTypes().Select(type => type.FullName!).ToList();
        foreach (var mutation in mutations)
        {
            bool IsThere(string test) => classes.Exists(name => name.EndsWith("." + test, StringComparison.Ordinal));
            foreach (var test in mutation.Tests.Where(test => !IsThere(test)))
                complaints.Add($"Mutation {mutation.Number}: there is no class {test}");
        }
        complaints.AssertNone();
        Assert.True(mutations.Count >= 40, $"{mutations.Count} mutations.");
    }
}

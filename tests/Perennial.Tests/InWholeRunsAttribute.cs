using System.Reflection;
using Xunit.v3;

namespace Perennial.Tests;

/// <summary>A test that <c>./test --fast</c> leaves to <c>./test</c>, and counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class InWholeRunsAttribute : BeforeAfterTestAttribute
{
    /// <summary>Left where a database keeps the store alone: what the test is about is done by code and statements that
    /// are the same for both engines.</summary>
    public bool OnDatabases { get; init; }

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Suite.IsWhole) return;
        // Classes of a contract on a database are called so.
        if (OnDatabases && !test.TestCase.TestClassSimpleName!.StartsWith("Postgres", StringComparison.Ordinal)) return;
        Assert.Skip("./test tries this as well (PERENNIAL_WHOLE=1).");
    }
}

namespace Perennial.Core.Simulation;

/// <summary>What e-mails really do to the customers of a simulated shop.</summary>
/// <param name="Ceiling">Orders a week that more and more e-mails approach; not negative.</param>
/// <param name="Scale">E-mails a week that bring 63 % of that; positive.</param>
public sealed record MailEffect(double Ceiling, double Scale)
{
    /// <summary>Orders a week that a number of e-mails a week adds for an average active customer: diminishing
    /// returns, β(1−e^(−m/τ)).</summary>
    public double OrdersPerWeek(double mails) => Ceiling * (1 - Math.Exp(-mails / Scale));
}

package hudson.init;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The signature of {@code Initializer}, as far as the plugin links to it; its bodies never run. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD})
public @interface Initializer {
    InitMilestone after() default InitMilestone.STARTED;

    String[] attains() default {};

    InitMilestone before() default InitMilestone.COMPLETED;

    String displayName() default "";

    boolean fatal() default true;

    String[] requires() default {};
}

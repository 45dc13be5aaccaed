# The fulfillment-queue service of stage in us-east-1. Owned by fulfillment.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "fulfillment-queue-${var.environment}-${var.region}"
  image     = "registry.northstar.example/fulfillment-queue:1.4.2"
  instances = 2
}

output "address" {
  value = module.service.address
}
